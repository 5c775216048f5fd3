package org.healthpassport.api.fhir;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.healthpassport.api.fhir.view.FhirView;
import org.healthpassport.api.record.version.RecordAnswer;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.json.FhirJson;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Describes the FHIR API in FHIR's own form (R4, capabilitystatement.html), and says nothing that is not true. */
@Component
final class CapabilityStatement {
    private static final List<String> INTERACTIONS =
            List.of("create", "read", "vread", "update", "delete", "history-instance", "history-type");
    private static final String SECURITY_SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service";

    private static final ObjectNode VALIDATE = JsonNodeFactory.instance
            .objectNode()
            .put("name", "validate")
            .put("definition", "http://hl7.org/fhir/OperationDefinition/Resource-validate");

    private final byte[] resource;

    CapabilityStatement(PublicUrl publicUrl, Clock clock) {
        ObjectNode statement = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "CapabilityStatement")
                .put("id", "health-passport")
                .put("status", "active")
                .put("date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("kind", "instance")
                .put("fhirVersion", "4.0.1");
        statement.putObject("software").put("name", "Health Passport");
        statement
                .putObject("implementation")
                .put("description", "Health records that follow the patient from hospital to hospital")
                .put("url", publicUrl.of(FhirAddress.BASE).toString());
        statement.putArray("format").add(RecordAnswer.FHIR_JSON).add("json");
        ObjectNode rest = statement.putArray("rest").addObject().put("mode", "server");
        rest.set("security", security());
        ArrayNode resources = rest.putArray("resource").add(patient());
        Arrays.stream(RecordType.values()).map(CapabilityStatement::record).forEach(resources::add);
        Arrays.stream(FhirView.values()).map(CapabilityStatement::view).forEach(resources::add);
        this.resource = FhirJson.write(statement);
    }

    /** FHIR JSON. */
    byte[] resource() {
        return resource;
    }

    private static ObjectNode security() {
        ObjectNode security = JsonNodeFactory.instance.objectNode();
        ObjectNode service = security.putArray("service").addObject();
        service.putArray("coding").addObject().put("system", SECURITY_SERVICE).put("code", "OAuth");
        service.put("text", "Bearer tokens (RFC 6750)");
        return security.put(
                "description",
                "Every request but this one needs an access token. Consent of the patient decides what its account may do.");
    }

    /** A registration creates patients, and of their demographics only the newest version is kept, without its time. */
    private static ObjectNode patient() {
        return resource(FhirAddress.PATIENT, List.of("read", "update"))
                .put("readHistory", false)
                .put("conditionalRead", "not-match");
    }

    private static ObjectNode record(RecordType type) {
        return resource(type.fhirName(), INTERACTIONS).put("readHistory", true).put("conditionalCreate", true);
    }

    private static ObjectNode view(FhirView view) {
        return resource(view.fhirName(), view.interactions())
                .put("versioning", view.isVersioned() ? "versioned" : "no-version")
                .put("conditionalRead", view.isTagged() ? "not-match" : "not-supported");
    }

    private static ObjectNode resource(String type, List<String> interactions) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode().put("type", type);
        interactions.forEach(
                interaction -> resource.withArray("interaction").addObject().put("code", interaction));
        return resource.put("versioning", "versioned-update")
                .put("updateCreate", false)
                .put("conditionalCreate", false)
                .put("conditionalRead", "full-support")
                .put("conditionalUpdate", false)
                .put("conditionalDelete", "not-supported")
                .set("operation", JsonNodeFactory.instance.arrayNode().add(VALIDATE.deepCopy()));
    }
}
