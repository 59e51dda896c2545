"""The demo: a lively network of fourteen schools and a small one beside it, made up to the moment it is asked for.

What it shows depends on the day only as far as a real network would:

- In the school year, its 12 weeks hold some 400 to 500 sessions. Alder High leans on our direct service and is rising
  (a usual of 3 in 10 has been 7 in 10 for the last 33 sessions, since a new principal came), Birch Middle leans on it
  as ever, Cedar Street Elementary does and is easing; Elm Elementary has eased to releasing; Dogwood High works side by
  side, its data inquiry hanging on one person since another left; Fir Middle, Olive Elementary and Willow Middle
  sustain, Fir through a change of principal; Hazel Middle sees too few visits to say; the others lie in between.
- In August and early September the 12 weeks are mostly summer: half as many sessions, from the network's summer
  program, so the intervals are wide. Change is watched against the year before last (the first 12 weeks of a school
  year are judged with last year's anchor), and the stories, which count sessions back from today, reach into May.
- After the winter break the 12 weeks have only 9 with visits; in July they run from April into the summer program.
- In a break, on a Monday and in the summer the demo's coach has still been at Birch Middle today, and on the school day
  before: planning with leaders, when classes rest. On a weekend it was on Friday.
"""

from app.services.demo.fill import PASSWORD, SIGN_INS, fill_demo
from app.services.demo.fresh import NotADemoError, make_fresh

__all__ = ["PASSWORD", "SIGN_INS", "NotADemoError", "fill_demo", "make_fresh"]
