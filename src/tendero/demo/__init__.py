"""The demo: a believable shop, told as data. Menaje Montoro of Zaragoza sells kitchenware to homes and hostelry."""
