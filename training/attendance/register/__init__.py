"""The register of attendance: said once, for page, CSV, XLSX and paper."""
