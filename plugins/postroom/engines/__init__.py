"""What renders Markdown and frames pages for us; the core knows none of them."""
