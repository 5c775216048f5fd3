package org.healthpassport.api.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.UploadedDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import tools.jackson.databind.JsonNode;

/** Plants markers in everything that is personal or secret of a link, and looks for them everywhere. */
class SharedSecretsTest {
    private static final String LABEL = "Quuxlabel";
    private static final String PASSCODE = "Quuxpasscode";
    private static final String WRONG = "Quuxwrong";
    private static final String RECIPIENT = "Quuxrecipient";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SharingUnderTest sharing = new SharingUnderTest(api);

    @Test
    void shouldBeNowhereInTheClear() {
        // given
        SignedIn patient = api.newPatient();
        String documentId = new UploadedDocuments(api).storedPdf(patient, 2_000);
        String path = sharing.taken(
                patient,
                summaryLink(
                        "content",
                        Map.of("summary", true, "documents", List.of(documentId)),
                        "label",
                        LABEL,
                        "passcode",
                        PASSCODE));
        sharing.draw(patient, path);
        HealthLinkReader link = sharing.link(patient, path);

        // when
        JsonNode manifest = sharing.opened(link, by(RECIPIENT, "passcode", PASSCODE, "embeddedLengthMax", 0));
        String location = manifest.at("/files/0/location").asString();
        sharing.file(location).expectStatus().isOk().expectBody();
        sharing.open(link, by(RECIPIENT, "passcode", WRONG)).expectStatus().isUnauthorized();
        sharing.open(link, by(RECIPIENT)).expectStatus().isUnauthorized();
        sharing.file(location + "x").expectStatus().isNotFound();
        sharing.ask(patient, summaryLink("label", LABEL + "\n", "passcode", "Qu"))
                .expectStatus()
                .isEqualTo(422);

        // then
        String qrCodeId = SharingUnderTest.idIn(path);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> filesWith(api.folder().resolve("broker"), qrCodeId), found -> !found.isEmpty());
        assertThat(filesWith(api.folder().resolve("store"), qrCodeId)).isNotEmpty();
        String key = link.payload().get("key").asString();
        String token = SharingUnderTest.idIn(link.url().getPath());
        List<String> markers = List.of(
                LABEL,
                PASSCODE,
                WRONG,
                RECIPIENT,
                key,
                new String(link.key(), StandardCharsets.ISO_8859_1),
                token,
                SharingUnderTest.idIn(location),
                sharing.seen(patient, path).get("payload").asString().substring(8));
        assertThat(filesWith(api.folder(), markers.toArray(String[]::new))).isEmpty();
        List<String> stored = documents();
        String logged = api.logged();
        for (String marker : markers) {
            assertThat(stored).as(marker).noneMatch(document -> document.contains(marker));
            assertThat(logged).doesNotContain(marker);
        }
    }

    /** With all that is binary as it is, not in base64. */
    private static List<String> documents() {
        ReactiveMongoTemplate mongo = api.bean(ReactiveMongoTemplate.class);
        return mongo.getCollectionNames()
                .concatMap(name -> mongo.findAll(Document.class, name))
                .map(SharedSecretsTest::text)
                .collectList()
                .block(Duration.ofSeconds(30));
    }

    private static String text(Object value) {
        StringBuilder text = new StringBuilder();
        if (value instanceof Document document) {
            document.forEach((name, member) -> text.append(name).append(text(member)));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> text.append(text(element)));
        } else if (value instanceof Binary binary) {
            text.append(new String(binary.getData(), StandardCharsets.ISO_8859_1));
        } else {
            text.append(value);
        }
        return text.append('\n').toString();
    }

    private static List<Path> filesWith(Path folder, String... texts) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> containsAny(file, texts))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean containsAny(Path file, String... texts) {
        try {
            String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return Stream.of(texts).anyMatch(content::contains);
        } catch (IOException movedMeanwhile) {
            return false;
        }
    }
}
