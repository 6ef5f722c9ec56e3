"""An issue becomes a letter: HTML that mail clients keep, text worth reading, a message."""
