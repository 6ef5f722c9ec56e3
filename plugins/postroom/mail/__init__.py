"""An issue becomes a mail: HTML that mail clients keep, text worth reading, a message."""
