package org.healthpassport.api.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HAPI's generic client, which most Java systems use, with its model and its parser. */
class HapiClientTest {
    private static final FhirContext R4 = FhirContext.forR4();

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SignedIn patient = api.newPatient();
    private final IGenericClient client = client();

    @Test
    void shouldCreateReadUpdateAndDelete() {
        // when
        MethodOutcome created = client.create().resource(pulse("60")).execute();

        // then
        assertThat(created.getId().getVersionIdPart()).isEqualTo("1");
        Observation read = client.read()
                .resource(Observation.class)
                .withId(created.getId().toUnqualifiedVersionless())
                .execute();
        assertThat(read.getSubject().getReference()).isEqualTo("Patient/" + patient.patientId());
        assertThat(read.getMeta().getVersionId()).isEqualTo("1");

        // when
        read.setValue(new StringType("61"));
        MethodOutcome updated = client.update()
                .resource(read)
                .withAdditionalHeader("If-Match", "W/\"1\"")
                .execute();

        // then
        assertThat(updated.getId().getVersionIdPart()).isEqualTo("2");
        assertThat(catchThrowableOfType(
                        PreconditionFailedException.class,
                        () -> client.update()
                                .resource(read)
                                .withAdditionalHeader("If-Match", "W/\"1\"")
                                .execute()))
                .isNotNull();

        // when
        client.delete().resourceById(created.getId().toUnqualifiedVersionless()).execute();

        // then
        ResourceGoneException gone = catchThrowableOfType(
                ResourceGoneException.class,
                () -> client.read()
                        .resource(Observation.class)
                        .withId(created.getId().toUnqualifiedVersionless())
                        .execute());
        assertThat(((OperationOutcome) gone.getOperationOutcome())
                        .getIssueFirstRep()
                        .getCode())
                .isEqualTo(OperationOutcome.IssueType.DELETED);
        Bundle history = client.history()
                .onInstance(created.getId().toUnqualifiedVersionless())
                .returnBundle(Bundle.class)
                .count(2)
                .execute();
        assertThat(history.getType()).isEqualTo(Bundle.BundleType.HISTORY);
        assertThat(history.getEntry()).hasSize(2);
        assertThat(history.getLink(Bundle.LINK_NEXT)).isNotNull();
        Bundle rest = client.loadPage()
                .byUrl(here(history.getLink(Bundle.LINK_NEXT).getUrl()))
                .andReturnBundle(Bundle.class)
                .execute();
        assertThat(rest.getEntry()).hasSize(1);
    }

    @Test
    void shouldUnderstandRefusals() {
        // given
        Observation wrong = pulse("60");
        wrong.setStatus(null);

        // when
        UnprocessableEntityException refused = catchThrowableOfType(
                UnprocessableEntityException.class,
                () -> client.create().resource(wrong).execute());

        // then
        assertThat(((OperationOutcome) refused.getOperationOutcome())
                        .getIssueFirstRep()
                        .getDiagnostics())
                .isEqualTo("The resource must have 'status'");
    }

    @Test
    void shouldReadAndChangeThePatient() {
        // given
        Patient read = client.read()
                .resource(Patient.class)
                .withId(patient.patientId())
                .execute();

        // when
        read.addAddress().setCity("London");
        client.update()
                .resource(read)
                .withAdditionalHeader("If-Match", "W/\"1\"")
                .execute();

        // then
        Patient changed = client.read()
                .resource(Patient.class)
                .withId(patient.patientId())
                .execute();
        assertThat(changed.getAddressFirstRep().getCity()).isEqualTo("London");
        assertThat(changed.getMeta().getVersionId()).isEqualTo("2");
    }

    @Test
    void shouldCreateAndReadADocument() {
        // given
        byte[] letter = "Dear Ada".getBytes(StandardCharsets.UTF_8);
        DocumentReference sent = new DocumentReference().setStatus(DocumentReferenceStatus.CURRENT);
        sent.setDescription("Letter to Ada");
        sent.setDate(Date.from(Instant.parse("2013-09-26T08:03:35.231Z")));
        sent.addAuthor().setDisplay("Dr. Example");
        sent.addContent()
                .getAttachment()
                .setContentType("text/plain")
                .setTitle("letter.txt")
                .setData(letter);

        // when
        MethodOutcome created = client.create().resource(sent).execute();

        // then
        DocumentReference read = client.read()
                .resource(DocumentReference.class)
                .withId(created.getId().toUnqualifiedVersionless())
                .execute();
        assertThat(read.getDescription()).isEqualTo("Letter to Ada");
        assertThat(read.getDate()).isEqualTo(sent.getDate());
        assertThat(read.getAuthor()).extracting(Reference::getDisplay).containsExactly("Dr. Example");
        assertThat(read.getMeta().getTag("urn:healthpassport:author", patient.accountId()))
                .isNotNull();
        assertThat(read.getContentFirstRep().getAttachment().getSize()).isEqualTo(letter.length);
        Binary binary = client.read()
                .resource(Binary.class)
                .withUrl(here(read.getContentFirstRep().getAttachment().getUrl()))
                .execute();
        assertThat(binary.getContentType()).isEqualTo("text/plain");
        assertThat(binary.getData()).isEqualTo(letter);
        assertNoErrors(read);
        assertNoErrors(binary);

        // when
        client.delete().resourceById(created.getId().toUnqualifiedVersionless()).execute();

        // then
        assertThat(catchThrowableOfType(
                        ResourceGoneException.class,
                        () -> client.read()
                                .resource(DocumentReference.class)
                                .withId(created.getId().toUnqualifiedVersionless())
                                .execute()))
                .isNotNull();
    }

    @Test
    void shouldReadAConsent() {
        // given
        Members members = new Members(api);
        Member doctor = members.doctor(members.hospital());
        String id = new ConsentUnderTest(api)
                .granted(patient, ConsentUnderTest.toDoctor(doctor, "RECORDS_WRITE", "DOCUMENTS_READ"));

        // when
        Consent consent = client.read().resource(Consent.class).withId(id).execute();

        // then
        assertThat(consent.getStatus()).isEqualTo(Consent.ConsentState.ACTIVE);
        assertThat(consent.getProvision().getType()).isEqualTo(Consent.ConsentProvisionType.PERMIT);
        assertThat(consent.getProvision()
                        .getActorFirstRep()
                        .getReference()
                        .getIdentifier()
                        .getValue())
                .isEqualTo(doctor.accountId());
        assertNoErrors(consent);
    }

    /** Judged by HAPI's validator, whose first use takes long. */
    private void assertNoErrors(Resource resource) {
        String json = R4.newJsonParser().encodeResourceToString(resource);
        String path = "/fhir/" + resource.fhirType() + "/$validate";
        FhirClient fhir = new FhirClient(api);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> fhir.post(patient, path, json).status() == 200);
        assertThat(fhir.post(patient, path, json).json().path("issue").valueStream())
                .isNotEmpty()
                .allSatisfy(issue -> assertThat(issue.path("severity").asString())
                        .as(issue.toString())
                        .isIn("information", "warning"));
    }

    @Test
    void shouldFindItsCapabilitiesValid() {
        // when
        CapabilityStatement statement =
                client.capabilities().ofType(CapabilityStatement.class).execute();

        // then
        assertThat(statement.getRestFirstRep().getResource()).hasSizeGreaterThan(29);
    }

    private IGenericClient client() {
        IGenericClient generic = R4.newRestfulGenericClient(here(ApiUnderTest.PUBLIC_URL + "/fhir"));
        generic.setEncoding(EncodingEnum.JSON);
        generic.registerInterceptor(new BearerTokenAuthInterceptor(patient.accessToken()));
        return generic;
    }

    private static String here(String url) {
        return url.replace(ApiUnderTest.PUBLIC_URL, "http://127.0.0.1:" + api.port());
    }

    private static Observation pulse(String value) {
        Observation pulse = new Observation();
        pulse.setStatus(ObservationStatus.FINAL);
        pulse.setCode(new CodeableConcept().setText("Pulse"));
        pulse.setValue(new StringType(value));
        return pulse;
    }
}
