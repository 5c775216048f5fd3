package org.healthpassport.api.fhir.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.document.DocumentDescription;
import org.healthpassport.api.document.DocumentDescription.Ciphertext;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.fhir.example.RandomResource;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.validation.ResourceValidation;
import tools.jackson.databind.node.ObjectNode;

class DocumentResourceTest {
    /** One of the ids to which random references refer. */
    private static final String PATIENT = "1.2-3";

    private static final PublicUrl PUBLIC_URL = new PublicUrl(URI.create("https://passport.test"));
    private static final ResourceValidation VALIDATION = new ResourceValidation();

    @Property(tries = 100)
    void shouldGiveBackWhatWasSent(@ForAll long seed) {
        // given
        ObjectNode sent =
                document(RandomResource.of(DocumentResource.TYPE, new Random(seed), json -> isTaken(document(json))));
        String before = text(sent);

        // when
        ObjectNode given = FhirJson.parseKept(DocumentResource.of(stored(DocumentCheck.check(sent, null)), PUBLIC_URL));

        // then
        assertThat(text(sent)).isEqualTo(before);
        assertThat(VALIDATION.validate(given)).isEmpty();
        assertThat(SentReferences.withoutOwn(given)).isEqualTo(SentReferences.withoutOwn(sent));
        assertThat(given.path("id").asString()).isEqualTo("document");
        assertThat(given.at("/meta/versionId").asString()).isEqualTo("1");
        assertThat(given.at("/meta/tag/0/code").asString()).isEqualTo("account");
        assertThat(given.at("/subject/reference").asString()).isEqualTo("Patient/" + PATIENT);
        assertThat(given.at("/content/0/attachment/url").asString())
                .isEqualTo("https://passport.test/fhir/Binary/document");
    }

    /** A random resource with what makes it a document, and without what no document can have. */
    private static ObjectNode document(String json) {
        ObjectNode sent = SentReferences.of(FhirJson.parse(json.getBytes(UTF_8)), PATIENT);
        sent.remove(Set.of("relatesTo", "securityLabel"));
        while (sent.withArray("content").size() > 1) {
            sent.withArray("content").remove(1);
        }
        ObjectNode attachment = sent.withObject("/content/0/attachment");
        attachment.remove(Set.of("hash", "size", "url"));
        attachment.put("contentType", "text/plain").put("data", "RGVhciBBZGE=");
        return sent;
    }

    private static boolean isTaken(ObjectNode sent) {
        try {
            DocumentCheck.check(sent, null);
            return true;
        } catch (Refused refused) {
            return false;
        }
    }

    private static Snapshot<DocumentState> stored(SentDocument document) {
        byte[] bytes = document.bytes();
        DocumentDescription description = new DocumentDescription(
                document.title(),
                document.fileName(),
                "text/plain",
                bytes.length,
                bytes,
                new Ciphertext(bytes.length, bytes),
                bytes,
                document.reference());
        return new Snapshot<>(
                "document",
                1,
                Instant.EPOCH,
                DocumentState.received(document.patientId(), document.type(), "account", Instant.EPOCH, description));
    }

    private static String text(ObjectNode resource) {
        return new String(FhirJson.write(resource), UTF_8);
    }
}
