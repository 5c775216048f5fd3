package org.healthpassport.fhir.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/** HAPI's validator, without a network: what somebody else makes of the same definitions. */
final class Oracle {
    private static final FhirValidator VALIDATOR = validator();

    private Oracle() {}

    /** The errors in a resource, without warnings. */
    static List<String> errors(String json) {
        try {
            return VALIDATOR.validateWithResult(json).getMessages().stream()
                    .filter(message -> message.getSeverity().ordinal() >= ResultSeverityEnum.ERROR.ordinal())
                    .map(Oracle::describe)
                    .toList();
        } catch (RuntimeException e) {
            // Its parser stumbles over null where an array of a primitive has nothing to say.
            return List.of("HAPI cannot read it: " + e);
        }
    }

    private static String describe(SingleValidationMessage message) {
        return message.getLocationString() + " [" + message.getMessageId() + "] " + message.getMessage();
    }

    private static FhirValidator validator() {
        FhirContext r4 = FhirContext.forR4();
        FhirInstanceValidator instances = new FhirInstanceValidator(new ValidationSupportChain(
                new DefaultProfileValidationSupport(r4),
                new InMemoryTerminologyServerValidationSupport(r4),
                new CommonCodeSystemsTerminologyService(r4)));
        instances.setErrorForUnknownProfiles(false);
        return r4.newValidator().registerValidatorModule(instances);
    }
}
