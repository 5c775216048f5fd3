package org.healthpassport.audit.log.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Binary;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.SourcePartition;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.audit.tile.LogEdge;

class StateDocumentTest {
    private static final int DOCUMENT_LIMIT = 16 * 1024 * 1024;

    @Property(tries = 100)
    void shouldReadBackWhatWasWritten(@ForAll("states") LogState state) throws IOException {
        // when
        LogState read = StateDocument.read(bson(StateDocument.of(StateDocument.FIRST, state)));

        // then
        assertThat(read).isEqualTo(state);
        assertThat(read.root()).isEqualTo(state.root());
    }

    @Example
    void shouldReadBackAnEdgeOfThreeLevels() throws IOException {
        LogState state = new LogState(3, edge(256 * 256 + 256 + 1, 8), Map.of());

        assertThat(StateDocument.read(bson(StateDocument.of(StateDocument.FIRST, state))))
                .isEqualTo(state);
    }

    @Example
    void shouldStayBelowTheLimitOfDocumentsWithTheLargestEntries() {
        LogState state = new LogState(1, edge(255, Entry.MAX_BYTES), Map.of(new SourcePartition("topic", 0), 255L));

        assertThat(encoded(StateDocument.of(StateDocument.FIRST, state)).getSize())
                .isLessThan(DOCUMENT_LIMIT);
    }

    @Property(tries = 100)
    void shouldRefuseAFileThatWasChanged(@ForAll("states") LogState state, @ForAll Random random) {
        // given
        Document document = bson(StateDocument.of(StateDocument.FIRST, state));
        List<Document> partial = document.getList("partial", Document.class);
        if (partial.isEmpty()) {
            return;
        }
        Document file = partial.get(random.nextInt(partial.size()));
        byte[] bytes = file.get("bytes", Binary.class).getData();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        file.put("bytes", new Binary(bytes));

        // then
        assertThatThrownBy(() -> StateDocument.read(document)).isInstanceOf(IOException.class);
    }

    @Example
    void shouldRefuseADocumentOfWhichAFieldIsMissing() {
        for (String field : List.of("epoch", "size", "root", "partial", "offsets")) {
            Document document = StateDocument.of(StateDocument.FIRST, LogState.EMPTY);
            document.remove(field);

            assertThatThrownBy(() -> StateDocument.read(document)).as(field).isInstanceOf(IOException.class);
        }
    }

    @Provide
    Arbitrary<LogState> states() {
        Arbitrary<SourcePartition> sources = Combinators.combine(
                        Arbitraries.of("healthpassport.patient", "healthpassport.access"),
                        Arbitraries.integers().between(0, 50))
                .as(SourcePartition::new);
        return Combinators.combine(
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.integers().between(0, 1500),
                        Arbitraries.maps(sources, Arbitraries.longs().greaterOrEqual(0))
                                .ofMaxSize(20))
                .as((epoch, size, offsets) -> new LogState(epoch, edge(size, 8), offsets));
    }

    private static LogEdge edge(int size, int length) {
        return LogEdge.EMPTY
                .append(Stream.iterate(0, index -> index + 1)
                        .limit(size)
                        .map(index -> Entry.of(
                                ByteBuffer.allocate(length).putInt(index).array()))
                        .toList())
                .edge();
    }

    /** As it comes back from the wire. */
    private static Document bson(Document document) {
        return new DocumentCodec()
                .decode(
                        new BsonBinaryReader(ByteBuffer.wrap(encoded(document).toByteArray())),
                        DecoderContext.builder().build());
    }

    private static BasicOutputBuffer encoded(Document document) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        new DocumentCodec()
                .encode(
                        new BsonBinaryWriter(buffer),
                        document,
                        EncoderContext.builder().build());
        return buffer;
    }
}
