"""The outbox under fire: a mail server that fails, a process that is killed."""
