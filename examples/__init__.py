"""Days to try Naru on: the county of Jindo, and Malta with Gozo."""
