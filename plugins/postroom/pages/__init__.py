"""An edition becomes the insides of its pages: views, issues, share pages, kits, cards."""
