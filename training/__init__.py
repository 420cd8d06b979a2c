"""How the shipped language pipeline is made; see README.md."""
