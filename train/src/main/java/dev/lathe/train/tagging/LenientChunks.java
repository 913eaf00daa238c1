package dev.lathe.train.tagging;

import java.util.ArrayList;
import java.util.List;

/// Makes a chunk of every run of tags that could be one: a chunk also starts where the type changes, or where an `I` or `E`
/// follows nothing that it could continue.
enum LenientChunks implements ChunkReader {
    READER;

    @Override
    public List<Chunk> chunks(List<String> tags) {
        List<Chunk> chunks = new ArrayList<>();
        Tag previous = Tag.OUTSIDE;
        int start = 0;
        for (int i = 0; i <= tags.size(); i++) {
            Tag tag = i < tags.size() ? Tag.parse(tags.get(i)) : Tag.OUTSIDE;
            boolean continues = previous.prefix().place().isOpen() && tag.prefix().place().isContinuing()
                    && tag.isTypeOf(previous);
            if (!continues) {
                if (previous.prefix() != TagPrefix.OUTSIDE) {
                    chunks.add(new Chunk(previous.type(), start, i));
                }
                start = i;
            }
            previous = tag;
        }
        return chunks;
    }
}
