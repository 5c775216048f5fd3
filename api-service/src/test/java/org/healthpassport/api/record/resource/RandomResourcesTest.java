package org.healthpassport.api.record.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.healthpassport.api.access.Author;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.record.Content;
import org.healthpassport.api.record.tag.Authorship;
import org.healthpassport.api.record.tag.OwnTags;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.example.RandomResource;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.validation.ResourceValidation;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a resource of any type says is kept as it was written, in the same order, digit by digit. */
class RandomResourcesTest {
    private static final ResourceValidation VALIDATION = new ResourceValidation();
    private static final String PATIENT = "p";
    private static final Author AUTHOR = new Author("account", Role.PATIENT, null);

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void shouldKeepResourcesOfEveryType(@ForAll RecordType type, @ForAll long seed) {
        // given
        String json = RandomResource.of(
                type.fhirName(),
                new Random(seed),
                text -> VALIDATION.validate(resource(type, text)).isEmpty());
        byte[] sent = FhirJson.write(resource(type, json));

        // when
        byte[] stored = ResourceCheck.check(
                        ResourceCheck.parse(sent), PATIENT, null, new OwnTags(Authorship.PATIENT_STATED, false))
                .stored("record", 1, Instant.EPOCH, AUTHOR);

        // then
        assertThat(Content.withoutOwn(stored)).isEqualTo(Content.withoutOwn(sent));
    }

    private static ObjectNode resource(RecordType type, String json) {
        return Content.of(FhirJson.parse(json.getBytes(UTF_8)), type, PATIENT);
    }
}
