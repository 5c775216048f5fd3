package org.healthpassport.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.specific.SpecificData;
import org.healthpassport.events.audit.AuditStamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaHistoryTest {
    private static final Set<String> WORDS_OF_PERSONAL_DATA = Set.of(
            "firstname",
            "lastname",
            "fullname",
            "surname",
            "filename",
            "email",
            "phone",
            "address",
            "birth",
            "gender",
            "title",
            "description",
            "text",
            "note",
            "diagnosis",
            "content",
            "plaintext",
            "ip");

    private final SchemaHistory history = SchemaHistory.published();

    private static Stream<Class<?>> written() {
        return Stream.concat(
                Arrays.stream(EventType.values()).map(EventType::payloadClass), Stream.of(AuditStamp.class));
    }

    @ParameterizedTest
    @MethodSource("written")
    void shouldHaveEveryCurrentSchemaAsNewestVersion(Class<?> written) {
        // given
        String generated = SpecificData.get().getSchema(written).toString();
        Schema current = new Schema.Parser()
                .parse(generated.replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\""));

        // when
        Schema newest = history.newest(written.getName()).schema();

        // then
        assertThat(newest)
                .as("Publish this as the next version: %s", current.toString(true))
                .isEqualTo(current);
    }

    @Test
    void shouldKeepEveryIdForEver() throws Exception {
        // given
        List<String> expected = resource("ids-and-digests.txt").lines().toList();

        // when
        List<String> published = new ArrayList<>();
        for (PublishedSchema schema : history.all()) {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(schema.schema().toString().getBytes(UTF_8));
            published.add(
                    schema.id() + " " + schema.fullName() + " " + HexFormat.of().formatHex(digest));
        }

        // then
        assertThat(published)
                .as("Lines may be added at the end of ids-and-digests.txt, never changed")
                .isEqualTo(expected);
    }

    @Test
    void shouldRefuseAnIdThatRepeats() {
        // given
        PublishedSchema published = history.newest("org.healthpassport.events.document.DocumentStored");

        // when, then
        assertThatThrownBy(() -> new SchemaHistory(List.of(published, published)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("repeats");
    }

    @Test
    void shouldLetEveryVersionReadEveryOther() {
        // given
        Map<String, List<Schema>> versions = history.all().stream()
                .collect(Collectors.groupingBy(
                        PublishedSchema::fullName, Collectors.mapping(PublishedSchema::schema, Collectors.toList())));

        // when, then
        versions.values().forEach(all -> {
            for (Schema reader : all) {
                for (Schema writer : all) {
                    assertThat(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                                    .getType())
                            .as("%s reading %s", reader, writer)
                            .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
                }
            }
        });
    }

    @Test
    void shouldHaveDocAndDefaultOnEveryField() {
        assertThat(history.all()).allSatisfy(published -> {
            assertThat(published.schema().getDoc()).isNotBlank();
            assertThat(published.schema().getFields()).isNotEmpty().allSatisfy(field -> {
                assertThat(field.hasDefaultValue()).as(field.name()).isTrue();
                assertThat(field.doc()).as(field.name()).isNotBlank();
                enumsOf(field.schema()).forEach(symbols -> {
                    assertThat(symbols.getDoc()).as(symbols.getName()).isNotBlank();
                    assertThat(symbols.getEnumDefault()).as(symbols.getName()).isEqualTo("UNKNOWN");
                });
            });
        });
    }

    @Test
    void shouldHaveNoFieldForPersonalData() {
        // when
        List<String> suspicious = history.all().stream()
                .flatMap(published -> published.schema().getFields().stream())
                .map(Schema.Field::name)
                .filter(name -> name.equals("name") || words(name).anyMatch(WORDS_OF_PERSONAL_DATA::contains))
                .toList();

        // then
        assertThat(suspicious).isEmpty();
    }

    private static Stream<Schema> enumsOf(Schema schema) {
        return switch (schema.getType()) {
            case ENUM -> Stream.of(schema);
            case UNION -> schema.getTypes().stream().flatMap(SchemaHistoryTest::enumsOf);
            default -> Stream.empty();
        };
    }

    /** The words of a camel-case name and every two neighbours together: fileName gives file, name and filename. */
    private static Stream<String> words(String name) {
        String[] words =
                name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT).split(" ");
        List<String> all = new ArrayList<>(Arrays.asList(words));
        for (int i = 1; i < words.length; i++) {
            all.add(words[i - 1] + words[i]);
        }
        return all.stream();
    }

    static String resource(String name) throws IOException {
        try (InputStream in = SchemaHistoryTest.class.getResourceAsStream("golden/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
