"""How an organiser's certificates look: pictures and words, frozen once used."""
