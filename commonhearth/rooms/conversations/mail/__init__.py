"""Answering by mail: from a mail as it comes in to words in a topic.

    addresses.write(community_id)     a new address's secret part; addresses.read(...) knows ours again
    reading.read(raw)                 what a mail says: to which address, from whom, the words, what hangs on it
    unquoting.own_words(text)         without what it quotes
    waiting.unsay(topic_id)           takes what was said out of mails that still wait
    intake.receive(raw, now=now)      posts it, parks it, or says why not

Nothing of a mail is ever logged, and nobody but the member whose address it is gets an answer.
"""
