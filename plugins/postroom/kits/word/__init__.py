"""What a Word document is made of: Office Open XML (ECMA-376, transitional) as text."""
