package org.healthpassport.bus.start;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Makes Spring Boot print wrong settings as a list instead of a stack trace. */
final class InvalidSettingsAnalyzer extends AbstractFailureAnalyzer<InvalidSettings> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, InvalidSettings invalid) {
        return new FailureAnalysis(
                invalid.reasons().stream()
                        .map(reason -> "    " + reason)
                        .collect(Collectors.joining("\n", "These settings cannot be used:\n\n", "")),
                "Change these settings, then start again.",
                failure);
    }
}
