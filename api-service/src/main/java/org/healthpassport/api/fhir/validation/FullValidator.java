package org.healthpassport.api.fhir.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationResult;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/**
 * HAPI's validator with the base definitions of R4, without a network. It also checks codes, and gives warnings and hints.
 * It reads its definitions with the first resource, which takes seconds.
 */
final class FullValidator {
    private final FhirValidator validator = validator();

    /** The issues of a resource, at most {@code most}. */
    List<Issue> validate(String json, int most) {
        ValidationResult result = validator.validateWithResult(json);
        return result.getMessages().stream()
                .limit(most)
                .map(FullValidator::issue)
                .toList();
    }

    private static Issue issue(SingleValidationMessage message) {
        String place = message.getLocationString();
        return new Issue(
                message.getSeverity().getCode(), message.getMessage(), place == null || place.isBlank() ? null : place);
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
