"""The tools that emit for us, each behind one module: nothing else imports them."""
