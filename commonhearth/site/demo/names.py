"""First names for made-up people, from many places, each with a fixed order."""

NAMES = (
    "Rosa Ben Amal Joan Tom Iris Sam Nour Ada Bilal Carys Dafydd Elena Farid Grace Hamish Ines Jamal Kasia "
    "Leo Mina Niamh Oscar Priya Quentin Ruth Sanjay Tilda Ursula Viktor Wren Xenia Yusuf Zofia Alma Bruno "
    "Clara Dmitri Esther Finn Gita Hugo Imani Jonas Kemi Lars Maeve Nils Olga Pablo Rafi Selma Theo Uma Vera "
    "Willem Yara Zeno Agnes Boris Cora Dov Edith Flora Goran Hanna Ivo Jasmin Karim Lena Milan Nadia Otto "
    "Petra Rhys Sofia Tariq Ulla Valentin Wanda Yann Zahra Anton Bea Cyril Dora Emil Freya Gus Hedda Isaac "
    "Judith Kofi Luisa Marek Nina Odile Piotr Romy Silas Thea Urban Vikram Winnie Ylva Zara Abel Birgit "
    "Callum Delia Efe Fatima Gwen Henk Ilse Jarek Kirsty Lucan Marta Noor Orla Pavel Rhoda Stefan Tove Ugo "
    "Vesna Wilma Yosef Zuri Aidan Bronwen Cedric Danuta Elio Fern Gareth Hilda Idris Jelena Kurt Linnea "
    "Moira Naveed Oona Perla Reuben Signe Tamsin Vashti Wolf Ysolde Zelda Arlo Bettina Cosmo"
).split()

#: Words that tell two of one name apart.
WORDS = ("garden", "bakery", "by the river", "night shift", "choir", "library", "workshop", "orchard")
