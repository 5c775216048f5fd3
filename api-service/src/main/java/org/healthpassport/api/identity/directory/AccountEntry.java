package org.healthpassport.api.identity.directory;

import io.swagger.v3.oas.annotations.media.Schema;

/** An entry in a list of accounts. */
@Schema(oneOf = {ListedAccount.class, UnreadableAccount.class})
sealed interface AccountEntry permits ListedAccount, UnreadableAccount {}
