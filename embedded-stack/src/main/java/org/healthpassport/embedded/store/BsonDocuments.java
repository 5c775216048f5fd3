package org.healthpassport.embedded.store;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.ObjectDataType;
import org.jspecify.annotations.Nullable;

/**
 * Writes documents into the file as BSON, as they came and as they are sent. H2's own way is Java's serialization, which
 * takes ten times as long for each document of each page of each commit. Documents that an earlier version wrote so are
 * read as they are, and become BSON when their page is written again.
 *
 * <p>A document is {@code tag length bson}; every other first byte is a tag of H2's.
 */
final class BsonDocuments extends BasicDataType<Document> {
    /** Not one of {@link ObjectDataType}, whose tags end at 127. */
    private static final byte BSON = (byte) 0xB5;

    private static final int USUAL_BYTES = 4096;
    /** About what the JVM takes for a map's entry with its key, and for a small object. */
    private static final int ENTRY_BYTES = 64;

    private static final int OBJECT_BYTES = 24;

    private final ObjectDataType serialized = new ObjectDataType();

    @Override
    public void write(WriteBuffer to, Document document) {
        write(to, document, Unpooled.buffer(USUAL_BYTES));
    }

    @Override
    public void write(WriteBuffer to, Object storage, int length) {
        ByteBuf scratch = Unpooled.buffer(USUAL_BYTES);
        Document[] documents = cast(storage);
        for (int i = 0; i < length; i++) {
            write(to, documents[i], scratch.clear());
        }
    }

    private void write(WriteBuffer to, Document document, ByteBuf scratch) {
        if (encode(document, scratch)) {
            to.put(BSON).putVarInt(scratch.readableBytes());
            to.put(scratch.array(), scratch.arrayOffset(), scratch.readableBytes());
        } else {
            serialized.write(to, document);
        }
    }

    /** False if the engine has put a value into the document that no client could have sent. */
    private static boolean encode(Document document, ByteBuf to) {
        try {
            BsonEncoder.encodeDocument(document, to);
            return true;
        } catch (IllegalArgumentException notBson) {
            return false;
        }
    }

    @Override
    public Document read(ByteBuffer from) {
        int begin = from.position();
        if (from.get() != BSON) {
            from.position(begin);
            return (Document) serialized.read(from);
        }
        int length = DataUtils.readVarInt(from);
        int end = from.position() + length;
        Document document = BsonDecoder.decodeBson(Unpooled.wrappedBuffer(from.slice(from.position(), length)));
        from.position(end);
        return document;
    }

    @Override
    public Document[] createStorage(int size) {
        return new Document[size];
    }

    /** By this a page is split, and the cache of pages is bounded. */
    @Override
    public int getMemory(Document document) {
        return memoryOf(document);
    }

    private static int memoryOf(@Nullable Object value) {
        if (value instanceof String text) {
            return OBJECT_BYTES + text.length();
        }
        if (value instanceof BinData binary) {
            return OBJECT_BYTES + binary.getData().length;
        }
        int memory = OBJECT_BYTES;
        if (value instanceof Map<?, ?> fields) {
            for (Object field : fields.values()) {
                memory += ENTRY_BYTES + memoryOf(field);
            }
        } else if (value instanceof Collection<?> elements) {
            for (Object element : elements) {
                memory += memoryOf(element);
            }
        }
        return memory;
    }
}
