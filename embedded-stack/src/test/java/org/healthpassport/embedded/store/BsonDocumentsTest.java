package org.healthpassport.embedded.store;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.ObjectDataType;
import org.junit.jupiter.api.Test;

class BsonDocumentsTest {
    private static final Document OF_ALL_TYPES = new Document("text", "Zoë \uD83D\uDE00")
            .append("empty", "")
            .append("int", 1)
            .append("long", 1L)
            .append("double", -0.0)
            .append("decimal", Decimal128.ONE)
            .append("true", true)
            .append("null", null)
            .append("binary", new BinData(new byte[] {0, -1, 127}))
            .append("instant", Instant.ofEpochMilli(-1))
            .append("objectId", new ObjectId())
            .append("uuid", new UUID(1, -2))
            .append("legacyUuid", new LegacyUUID(1, -2))
            .append("timestamp", new BsonTimestamp(1))
            .append("regex", new BsonRegularExpression("^a", "i"))
            .append("max", MaxKey.getInstance())
            .append("array", Arrays.asList(1, null, List.of("a"), new Document("b", 2L)))
            .append("document", new Document("a", new Document()));

    private final BsonDocuments documents = new BsonDocuments();

    @Test
    void shouldReadAllTypesAsTheyWereWritten() {
        // Regular expressions have no equality.
        assertThat(read(written(OF_ALL_TYPES))).hasToString(OF_ALL_TYPES.toString());
    }

    @Test
    void shouldReadDocumentsOfBothKindsOneAfterAnother() {
        // given
        WriteBuffer page = new WriteBuffer();
        Document last = new Document("_id", "c");

        // when
        documents.write(page, OF_ALL_TYPES);
        new ObjectDataType().write(page, new Document("_id", "b"));
        documents.write(page, last);

        // then
        ByteBuffer bytes = page.getBuffer().flip();
        assertThat(documents.read(bytes)).hasToString(OF_ALL_TYPES.toString());
        assertThat(documents.read(bytes)).isEqualTo(new Document("_id", "b"));
        assertThat(documents.read(bytes)).isEqualTo(last);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void shouldKeepAValueThatIsNotBson() {
        Document odd = new Document("_id", "a").append("value", Missing.getInstance());

        assertThat(read(written(odd)).get("value")).isInstanceOf(Missing.class);
    }

    @Test
    void shouldWriteFewerBytesThanSerialization() {
        WriteBuffer serialized = new WriteBuffer();
        new ObjectDataType().write(serialized, OF_ALL_TYPES);

        assertThat(written(OF_ALL_TYPES).remaining() * 3).isLessThan(serialized.position());
    }

    private ByteBuffer written(Document document) {
        WriteBuffer buffer = new WriteBuffer();
        documents.write(buffer, document);
        return buffer.getBuffer().flip();
    }

    private Document read(ByteBuffer bytes) {
        return documents.read(bytes);
    }
}
