"""What a person typed -> the words that are searched: screening, typos, pinyin, English, sides of time, several questions at once."""
