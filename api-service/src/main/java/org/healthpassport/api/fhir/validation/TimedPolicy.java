package org.healthpassport.api.fhir.validation;

import java.util.EnumSet;
import org.hl7.fhir.common.hapi.validation.validator.FhirDefaultPolicyAdvisor;
import org.hl7.fhir.r5.model.ElementDefinition;
import org.hl7.fhir.r5.model.StructureDefinition;
import org.hl7.fhir.r5.utils.validation.IResourceValidator;

/** HAPI's own policy. HAPI asks it again and again, and has no limit of time, so here is where it looks at the clock. */
final class TimedPolicy extends FhirDefaultPolicyAdvisor {
    private final Runnable check;

    TimedPolicy(Runnable check) {
        this.check = check;
    }

    @Override
    public EnumSet<ElementValidationAction> policyForElement(
            IResourceValidator validator,
            Object context,
            StructureDefinition structure,
            ElementDefinition element,
            String path) {
        check.run();
        return super.policyForElement(validator, context, structure, element, path);
    }

    /** Asked for every issue. */
    @Override
    public boolean isSuppressMessageId(String path, String messageId) {
        check.run();
        return super.isSuppressMessageId(path, messageId);
    }
}
