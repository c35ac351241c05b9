// SPDX-License-Identifier: Apache-2.0
/* Proof files, and the verifiers over arbitrary hashes: nothing but a true proof is accepted. */
#include "fuzz.h"

#include "record/note.h"

/* The input as two sizes and a row of hashes. No hash it can find is the root, which nobody knows the preimage of. */
static void verify(Str bytes)
{
    uint64_t numbers[2];
    MerklePath path = {0};
    Root old = {0}, new = {0};
    if (bytes.len < sizeof numbers)
        return;
    memcpy(numbers, bytes.at, sizeof numbers);
    bytes = str_from(bytes, sizeof numbers);
    path.count = bytes.len / sizeof(Digest) < LIMIT_PROOF_HASHES ? bytes.len / sizeof(Digest) : LIMIT_PROOF_HASHES;
    if (path.count)
        memcpy(path.at, bytes.at, path.count * sizeof(Digest));
    old.size = numbers[0];
    new.size = numbers[1];
    memset(new.hash.at, 0xa5, sizeof new.hash.at);
    REQUIRE(!merkle_leaf_in(&new, numbers[0], &old.hash, &path));
    REQUIRE(!merkle_grew(&old, &new, &path));
}

FUZZ(a, bytes)
{
    Proof proof, again;
    ProofCheck check;
    verify(bytes);
    if (!proof_read(a, bytes, &proof)) {
        Str written = proof_write(a, &proof);
        REQUIRE(!proof_read(a, written, &again));
        REQUIRE(str_eq(proof_write(a, &again), written));
    }
    Str vkey = S("shaichang.example/log/371603/2026+a27b8f7e+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c");
    (void)!record_verify_proof(a, bytes, S("@ABC"), vkey, &check);
}
