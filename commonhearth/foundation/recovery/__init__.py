"""Somebody has lost every way in: two members vouch for them, and after three days they are back.

Who has lost mailbox, passkeys and card makes a new sign-in, and by it a code. They tell the code to two
members who know them, each by voice. Both type it in at that member's page. Then three days pass in which the
member (by any way in that works after all), either of the two, or a steward can stop it with one press; everybody
concerned is told. What comes back is the place in this community only: two members can say who somebody is
here, and nowhere else.
"""
