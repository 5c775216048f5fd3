package org.healthpassport.api.fhir.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.healthpassport.api.fhir.validation.Issue.Severity;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HAPI's validator with the base definitions of R4, without a network. It also checks codes, and gives warnings and hints.
 * A new one reads all definitions, which takes seconds.
 *
 * <p>HAPI parses by recursion without a bound, so a hostile resource can overflow its stack, wherever HAPI is at that
 * moment. After that everything of HAPI that changes is made anew; only the definitions are kept.
 */
final class FullValidator {
    private static final Logger LOG = LoggerFactory.getLogger(FullValidator.class);

    private static final String ORDINARY = """
            {"resourceType":"Observation","status":"final","code":{"text":"Mass"},\
            "text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">Mass</div>"},\
            "valueQuantity":{"value":1,"system":"http://unitsofmeasure.org","code":"kg"}}""";

    private static final String ANY_CODE_SYSTEM = "http://hl7.org/fhir/observation-status";

    private static final Issue TOO_DEEP = Issue.tooCostly(
            "The resource could not be validated, as something in it is nested too deeply or is too long.");
    static final Issue TOO_LONG = Issue.tooCostly(
            "The resource could not be validated, as that takes too long. Please validate parts of it, or a shorter one.");
    private static final Issue FAILED =
            new Issue(Severity.FATAL, "exception", "The validator failed because of something in the resource.", null);

    private final FhirContext r4 = FhirContext.forR4();
    private final DefaultProfileValidationSupport definitions = new DefaultProfileValidationSupport(r4);
    private final ThreadLocal<TimeLimit> limits = new ThreadLocal<>();
    private volatile FhirValidator validator = validator();

    /** Reads the definitions, the two kinds of them at the same time, and validates a first resource. */
    FullValidator(Executor threads) {
        CompletableFuture<Void> codes =
                CompletableFuture.runAsync(() -> definitions.fetchCodeSystem(ANY_CODE_SYSTEM), threads);
        definitions.fetchAllStructureDefinitions();
        codes.join();
        if (validate(ORDINARY, new TimeLimit(Duration.ofDays(1))).stream()
                .anyMatch(issue -> issue.severity() == Severity.FATAL)) {
            throw new IllegalStateException("Expected HAPI to validate an ordinary resource, but it could not");
        }
    }

    /** The issues of a resource; a fatal one if it could not be validated. */
    List<Issue> validate(String json, TimeLimit limit) {
        FhirValidator used = validator;
        limits.set(limit);
        try {
            limit.begin();
            return used.validateWithResult(json).getMessages().stream()
                    .map(FullValidator::issue)
                    .toList();
        } catch (StackOverflowError tooDeep) {
            LOG.warn("Expected to validate a resource, but it overflowed the stack of the validator");
            replace(used);
            return List.of(TOO_DEEP);
        } catch (TimeLimit.Reached reached) {
            return List.of(TOO_LONG);
        } catch (VirtualMachineError broken) {
            throw broken;
        } catch (RuntimeException | Error failed) {
            // HAPI throws both for input that it does not expect. Their messages can quote it.
            LOG.warn(
                    "Expected to validate a resource, but the validator threw {}",
                    failed.getClass().getName());
            return List.of(FAILED);
        } finally {
            limits.remove();
        }
    }

    private synchronized void replace(FhirValidator used) {
        if (validator == used) {
            validator = validator();
        }
    }

    private FhirValidator validator() {
        FhirInstanceValidator instances = new FhirInstanceValidator(new ValidationSupportChain(
                definitions,
                new InMemoryTerminologyServerValidationSupport(r4),
                new CommonCodeSystemsTerminologyService(r4)));
        instances.setErrorForUnknownProfiles(false);
        instances.setValidatorPolicyAdvisor(new TimedPolicy(() -> limits.get().check()));
        return r4.newValidator().registerValidatorModule(instances);
    }

    private static Issue issue(SingleValidationMessage message) {
        String place = message.getLocationString();
        Severity severity = severity(message.getSeverity());
        return new Issue(
                severity,
                severity == Severity.INFORMATION ? "informational" : "processing",
                message.getMessage(),
                place == null || place.isBlank() ? null : place);
    }

    private static Severity severity(ResultSeverityEnum severity) {
        return switch (severity) {
            case FATAL -> Severity.FATAL;
            case ERROR -> Severity.ERROR;
            case WARNING -> Severity.WARNING;
            case INFORMATION -> Severity.INFORMATION;
        };
    }
}
