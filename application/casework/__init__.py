"""Cases: opened, worked through their steps, ended and closed."""
