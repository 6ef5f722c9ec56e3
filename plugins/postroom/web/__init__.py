"""The one room that speaks HTTP."""
