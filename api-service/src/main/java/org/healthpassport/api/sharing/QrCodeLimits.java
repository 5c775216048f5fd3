package org.healthpassport.api.sharing;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The bound of the QR codes of one patient.
 *
 * @param qrCodesPerPatient revoked and expired ones too; more are refused
 */
@Validated
@ConfigurationProperties("healthpassport.limits")
public record QrCodeLimits(@DefaultValue("10000") @Min(1) int qrCodesPerPatient) {}
