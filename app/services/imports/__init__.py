"""Real input: a list of schools, and a coach's old log. Tolerant of form, strict about meaning: nothing is guessed."""
