"""What is said in circles, as a viewer may see it."""

from commonhearth.rooms.conversations.selectors.reading import PostPage, Said, post_for, posts_of
from commonhearth.rooms.conversations.selectors.topics import TopicPage, topic_for, topics_of

__all__ = ["PostPage", "Said", "TopicPage", "post_for", "posts_of", "topic_for", "topics_of"]
