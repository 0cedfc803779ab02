"""What was analysed, said to people: one report as plain values, shown as page, XLSX and PDF."""
