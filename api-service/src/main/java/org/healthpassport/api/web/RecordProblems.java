package org.healthpassport.api.web;

import java.time.Duration;
import org.healthpassport.api.fhir.FhirRefusal;
import org.healthpassport.api.fhir.patient.PatientRefusal;
import org.healthpassport.api.record.RecordRefusal;
import org.healthpassport.api.record.read.FilterRefusal;
import org.healthpassport.api.record.resource.ResourceRefusal;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.fhir.catalog.RecordType;

/** The answers to refusals about health records. */
final class RecordProblems extends RefusalTable {
    private static final Duration RETRY_VALIDATION_AFTER = Duration.ofSeconds(5);

    RecordProblems() {
        records();
        bounds();
        filters();
        resources();
        fhirAddresses();
        subjects();
        patients();
    }

    private void records() {
        on(RecordRefusal.NoSuchRecord.class, ProblemType.NOT_FOUND, "There is no such record.");
        on(RecordRefusal.NoSuchVersion.class, ProblemType.NOT_FOUND, "There is no such version of the record.");
        on(RecordRefusal.NoSuchAnnotation.class, ProblemType.NOT_FOUND, "There is no such annotation of the record.");
        on(RecordRefusal.RecordDeleted.class, ProblemType.GONE, "The record was deleted; its history is kept.");
        on(
                RecordRefusal.StaleRecord.class,
                stale ->
                        Problem.of(ProblemType.STALE_VERSION, "The record is at version " + stale.current() + " now."));
        on(
                RecordRefusal.OfAnotherAuthor.class,
                ProblemType.FORBIDDEN,
                "Only clinicians of its author's hospital may change this record; one of the patient's own, only the patient"
                        + " and representatives with WRITE.");
        on(
                RecordRefusal.OfPatientsSideOnly.class,
                ProblemType.FORBIDDEN,
                "Only the patient and representatives with WRITE may hide a record, show it again, or annotate it.");
        on(
                RecordRefusal.OtherType.class,
                other -> Problem.invalid("/resourceType", "is " + other.type().fhirName() + ", as it was before"));
        on(
                RecordRefusal.SeveralMatches.class,
                ProblemType.STALE_VERSION,
                "More than one record has this identifier, so none was created.");
        on(
                RecordRefusal.CreatedBySomebodyElse.class,
                refusal -> Problem.of(
                                ProblemType.CONFLICT,
                                "Another request is creating a record with this identifier. Please try again.")
                        .retryAfter(Duration.ofSeconds(1)));
        on(
                FhirRefusal.TwoConditions.class,
                ProblemType.MALFORMED_REQUEST,
                "Send either If-None-Exist or an Idempotency-Key: each makes a repeat safe in a way of its own.");
    }

    private void bounds() {
        on(
                RecordRefusal.TooManyVersions.class,
                full -> Problem.of(ProblemType.STORAGE_FULL, "A record has at most " + full.atMost() + " versions."));
        on(
                RecordRefusal.TooManyAnnotations.class,
                full -> Problem.of(
                        ProblemType.STORAGE_FULL, "A record has at most " + full.atMost() + " annotations."));
    }

    private void filters() {
        on(
                FilterRefusal.UnknownType.class,
                ProblemType.MALFORMED_REQUEST,
                "The parameter 'type' must be one of " + RecordType.listed() + '.');
        on(
                FilterRefusal.UnreadableTime.class,
                ProblemType.MALFORMED_REQUEST,
                "The parameters 'from' and 'to' must be dates or times such as 2026-11-23 or 2026-11-23T08:30:00Z.");
        on(
                FilterRefusal.UnreadableDate.class,
                ProblemType.MALFORMED_REQUEST,
                "The parameter 'date' must be a FHIR date such as 2026, 2026-11 or 2026-11-23T08:30:00Z, after one of the"
                        + " prefixes eq, ne, gt, lt, ge, le, sa, eb, or none.");
        on(
                FilterRefusal.UnknownOrder.class,
                ProblemType.MALFORMED_REQUEST,
                "The parameter 'sort' must be 'date', or be absent.");
    }

    private void resources() {
        on(
                ResourceRefusal.ResourceTooLarge.class,
                large -> Problem.of(
                        ProblemType.TOO_LARGE, "A resource can have at most " + large.atMostBytes() + " bytes."));
        on(ResourceRefusal.NotFhirJson.class, RecordProblems::notJson);
    }

    private void fhirAddresses() {
        on(
                FhirRefusal.UnknownType.class,
                ProblemType.NOT_FOUND,
                "There are no resources of this type here; GET /fhir/metadata lists those that there are.");
        on(
                FhirRefusal.TypeOfAnotherAddress.class,
                other -> Problem.invalid("/resourceType", "must be " + other.type() + ", as in the address"));
        on(
                FhirRefusal.IdOfAnotherAddress.class,
                Problem.of(ProblemType.MALFORMED_REQUEST, "The resource must have the id of the address.")
                        .at("/id", "must be the id in the address"));
        on(
                FhirRefusal.PassportMissing.class,
                ProblemType.MALFORMED_REQUEST,
                "The parameter 'patient' must have the id of the patient whose records are meant.");
        on(
                FhirRefusal.UnknownCondition.class,
                ProblemType.MALFORMED_REQUEST,
                "If-None-Exist can only have one identifier, such as identifier=http://hospital.example/lab|4711.");
        on(
                FhirRefusal.NoCondition.class,
                ProblemType.MALFORMED_REQUEST,
                "Documents are not created under a condition. Send an Idempotency-Key instead of If-None-Exist.");
        on(
                FhirRefusal.NotAcceptable.class,
                ProblemType.NOT_ACCEPTABLE,
                "The bytes of a document are available as its own media type, and as a Binary in application/fhir+json.");
        on(
                FhirRefusal.TooLargeForJson.class,
                large -> Problem.of(
                        ProblemType.NOT_ACCEPTABLE,
                        "Inside of a resource, a document can have at most " + large.atMostBytes()
                                + " bytes. Accept its own media type, or any."));
        on(
                FhirRefusal.TooMuchBesideTheBytes.class,
                large -> Problem.of(
                        ProblemType.TOO_LARGE,
                        "Without the data of its attachment, a DocumentReference can have at most "
                                + large.atMostBytes() + " bytes."));
        on(
                FhirRefusal.ValidatorLoading.class,
                Problem.of(
                                ProblemType.UNAVAILABLE,
                                "The validator is being loaded, which takes some seconds after the first request for it."
                                        + " Please try again.")
                        .retryAfter(RETRY_VALIDATION_AFTER));
        on(
                FhirRefusal.ValidationParameter.class,
                parameter -> Problem.of(
                        ProblemType.MALFORMED_REQUEST,
                        "The parameter '" + parameter.name() + "' " + parameter.requirement() + '.'));
    }

    private void subjects() {
        on(
                FhirRefusal.SubjectMissing.class,
                missing -> Problem.invalid(
                        '/' + missing.element(), "must refer to the patient, as {\"reference\":\"Patient/...\"}"));
        on(
                FhirRefusal.NoSubjectInType.class,
                no -> Problem.invalid(
                        "/resourceType",
                        "is a type that refers to no patient: send it to /api/patients/{patientId}/records, so that it is"
                                + " known whose passport it belongs to"));
        on(
                FhirRefusal.UnknownSubject.class,
                unknown -> Problem.invalid(
                        '/' + unknown.element() + "/reference", "must be a patient whose records you may write"));
    }

    private void patients() {
        on(
                PatientRefusal.OfPatientsSideOnly.class,
                ProblemType.FORBIDDEN,
                "Only the patient, or somebody who represents them, may change the patient's name and other demographics.");
        on(
                PatientRefusal.ResourceTooLarge.class,
                large -> Problem.of(
                        ProblemType.TOO_LARGE,
                        "A Patient can have at most " + large.atMostBytes()
                                + " bytes. Store a photo as a document instead."));
        on(
                PatientRefusal.Stale.class,
                stale -> Problem.of(
                        ProblemType.STALE_VERSION, "The patient is at version " + stale.current() + " now."));
    }

    private static Problem notJson(ResourceRefusal.NotFhirJson refusal) {
        Problem problem = Problem.of(ProblemType.MALFORMED_REQUEST, "The body " + refusal.requirement() + '.');
        return refusal.pointer() == null ? problem : problem.at(refusal.pointer(), refusal.requirement());
    }
}
