package org.healthpassport.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.healthpassport.events.access.Attempt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.UriUtils;

class TriedTest {
    private static final String PATIENT = "0199f1a4-0c58-7d41-9be2-7f06c5d83a14";
    private static final String THING = "0199f1a4-0c58-7d41-9be2-7f06c5d83a15";

    @ParameterizedTest
    @CsvSource({
        "GET, /api/patients/PATIENT, PATIENT, PATIENT, READ",
        "GET, /api/patients/PATIENT/documents, DOCUMENT, , SEARCH",
        "HEAD, /api/patients/PATIENT/documents, DOCUMENT, , SEARCH",
        "POST, /api/patients/PATIENT/records, RECORD, , CREATE",
        "PUT, /api/patients/PATIENT/records/THING, RECORD, THING, UPDATE",
        "GET, /api/patients/PATIENT/records/THING/history/3, RECORD, THING, READ",
        "GET, /api/patients/PATIENT/documents/THING/content, DOCUMENT, THING, DOWNLOAD",
        "POST, /api/patients/PATIENT/documents/THING/download-links, DOCUMENT, THING, SHARE",
        "DELETE, /api/patients/PATIENT/qr-codes/THING, QR_CODE, THING, DELETE",
        "POST, /api/hospitals/PATIENT/doctors/THING/activation, ACCOUNT, THING, EXECUTE",
        "DELETE, /api/admin/accounts/THING/totp, SECOND_FACTOR, , DELETE",
        "PATCH, /api/me, ACCOUNT, , UPDATE",
        "GET, /api/me, ACCOUNT, , READ",
        "POST, /api/me/closure, ACCOUNT, , EXECUTE",
        "DELETE, /api/me/sessions/THING, SESSION, THING, DELETE",
        "POST, /api/auth/register, ACCOUNT, , CREATE",
        "POST, /api/auth/password, PASSWORD, , EXECUTE",
        "GET, /actuator/metrics, METRICS, , READ",
        "GET, /api/downloads/a-secret, DOCUMENT, , READ",
        "POST, /shl/a-secret, QR_CODE, , EXECUTE",
        "GET, /api/patients/ada@example.org/documents, DOCUMENT, , SEARCH",
        "GET, /api/patients/PATIENT/documents/ada@example.org, DOCUMENT, , READ",
        "GET, /fhir/DocumentReference/THING, DOCUMENT, THING, READ",
        "POST, /fhir/DocumentReference, DOCUMENT, , CREATE",
        "DELETE, /fhir/DocumentReference/THING, DOCUMENT, THING, DELETE",
        "GET, /fhir/Binary/THING, DOCUMENT, THING, DOWNLOAD",
        "GET, /fhir/Consent/THING, CONSENT, THING, READ",
        "GET, /ada/lovelace, , , UNKNOWN"
    })
    void shouldTellTheThingAndTheInteraction(String method, String path, String type, String id, Attempt interaction) {
        // when
        Tried tried = Tried.of(HttpMethod.valueOf(method), path(path));

        // then
        assertThat(tried).isEqualTo(new Tried(type, id == null ? null : withIds(id), interaction));
    }

    @Property(tries = 300)
    void shouldKeepNothingThatIsNoId(@ForAll @NotBlank String anything) {
        // when
        String segment = UriUtils.encodePathSegment(anything, "UTF-8");
        Tried tried = Tried.of(HttpMethod.GET, PathContainer.parsePath("/api/patients/" + segment));

        // then
        assertThat(tried.resourceId()).isNull();
    }

    private static PathContainer path(String path) {
        return PathContainer.parsePath(withIds(path));
    }

    private static String withIds(String text) {
        return text.replace("PATIENT", PATIENT).replace("THING", THING);
    }
}
