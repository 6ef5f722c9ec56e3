"""What a site is made of: frozen values that import nothing else of ours."""
