"""The demo: a lively network of fourteen schools and a small one beside it, made up to the moment it is asked for.

What it shows depends on the day only as far as a real network would:

- From late October to December and in spring, the 12 weeks hold some 400 sessions. Alder High leans on our direct
  service and is rising (a usual of 3 in 10 is 7 in 10 for the last 33 sessions, under a new principal), Birch Middle
  leans on it as ever, Cedar Street Elementary does and is easing; Elm Elementary has eased to releasing; Dogwood High
  works side by side, its data inquiry hanging on one person since another left; Fir Middle, Olive Elementary and Willow
  Middle sustain, Fir through a change of principal; Hazel Middle sees too few visits to say; the others lie in between.
  A third of the network's time is done for schools.
- In August and September the 12 weeks are mostly summer: some 250 sessions, many of them from the network's summer
  program, so intervals are wide. The first 12 weeks of a school year are watched from last year's start on; the
  stories count sessions back from today, so what is rising or easing has been so since the spring.
- After the winter break only 9 of the 12 weeks had visits (some 300 sessions); July reaches from April into the summer
  program (some 325).
- In a break, on a Monday and in the summer the demo's coach has still been at Birch Middle today and on the school day
  before, planning with leaders while classes rest. On a weekend, the latest visits were on Thursday and Friday.
"""

from app.services.demo.fill import PASSWORD, SIGN_INS, fill_demo
from app.services.demo.fresh import NotADemoError, make_fresh

__all__ = ["PASSWORD", "SIGN_INS", "NotADemoError", "fill_demo", "make_fresh"]
