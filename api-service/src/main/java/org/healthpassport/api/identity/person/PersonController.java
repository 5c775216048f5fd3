package org.healthpassport.api.identity.person;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.regex.Pattern;
import org.healthpassport.api.access.Caller;
import org.healthpassport.edge.text.EmailAddress;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/people}: tells auditors who is who. The audit service asks here with the auditor's own token. */
@RestController
class PersonController {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final People people;

    PersonController(People people) {
        this.people = people;
    }

    @Operation(description = "The account or patient with an id. For auditors, and recorded.")
    @GetMapping("/api/people/{id}")
    Mono<Person> withId(
            Caller caller,
            @Parameter(description = "Id of an account or a patient", example = "0199f1a4-0c58-7d41-9be2-7f06c5d83a14")
                    @PathVariable
                    String id) {
        return ID.matcher(id).matches() ? people.withId(caller, id) : Mono.error(new PersonRefusal.NoId()::asException);
    }

    @Operation(description = "The account with an email address. For auditors, and recorded.")
    @GetMapping("/api/people")
    Mono<Person> withEmail(
            Caller caller,
            @Parameter(description = "The whole address, in any case", example = "ada@example.org") @RequestParam
                    String email) {
        return EmailAddress.parse(email)
                .map(address -> people.withEmail(caller, address))
                .orElseGet(() -> Mono.error(new PersonRefusal.NoEmail()::asException));
    }
}
