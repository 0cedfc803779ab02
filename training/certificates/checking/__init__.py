"""Whether a certificate is genuine and counts, for anybody: by number, code, file or list."""
