package org.healthpassport.api.record.visibility;

import org.healthpassport.api.access.Caller;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Hides a health record, or shows it again. */
@RestController
@RequestMapping("/api/patients/{patientId}/records/{recordId}/hiding")
final class HidingController {
    private final HidingRecords hiding;

    HidingController(HidingRecords hiding) {
        this.hiding = hiding;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> hide(Caller caller, @PathVariable String patientId, @PathVariable String recordId) {
        return hiding.hide(caller, patientId, recordId);
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> show(Caller caller, @PathVariable String patientId, @PathVariable String recordId) {
        return hiding.show(caller, patientId, recordId);
    }
}
