"""Making believable people, companies and days out of chance with a seed. Pure: no database, no clock."""
