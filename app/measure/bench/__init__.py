"""How much the service adds to the engine, as ratios measured in one run."""
