package org.healthpassport.api.identity.registration;

import org.healthpassport.api.identity.AccountView;
import org.healthpassport.api.web.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/auth/register}. */
@RestController
class RegistrationController {
    private static final String PATH = "/api/auth/register";

    private final Registering registering;

    RegistrationController(Registering registering) {
        this.registering = registering;
    }

    @Bean
    static OpenRoute registration() {
        return OpenRoute.post(PATH);
    }

    @PostMapping(PATH)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<AccountView> register(@RequestBody RegistrationRequest request) {
        return registering.register(request).map(AccountView::of);
    }
}
