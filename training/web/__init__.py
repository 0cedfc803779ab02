"""What all pages share: the guard, the transaction at the edge, languages, forms, errors."""
