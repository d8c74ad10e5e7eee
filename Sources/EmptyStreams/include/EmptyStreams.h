/* Nothing is called by anybody else: see streams.c. */
