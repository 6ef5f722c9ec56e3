"""A text becomes a reprint kit: what another newsletter's editor can paste today."""
