"""Letters that come in, letters that go out, and the registers that number both."""
