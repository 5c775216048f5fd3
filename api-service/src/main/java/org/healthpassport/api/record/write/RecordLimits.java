package org.healthpassport.api.record.write;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of the health records of one patient.
 *
 * @param recordsPerPatient deleted ones too, as their history is kept; more are refused
 * @param recordBytesPerPatient of all versions of all records; more are refused
 */
@Validated
@ConfigurationProperties("healthpassport.limits")
public record RecordLimits(
        @DefaultValue("10000") @Min(1) int recordsPerPatient,
        @DefaultValue("200MB") DataSize recordBytesPerPatient) {}
