import type { Certificate } from "./sample-provider.ts";

/**
 * For 127.0.0.1, until 2126, signed by itself: nobody trusts it. Made with openssl req -x509 -newkey ec
 * -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1
 */
export const selfSigned: Certificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgzFfj8atWYOb1WqdX
LAI2qjTkSpB08AdK1xcCZJiEDUShRANCAARY7df9/Hxi5XOEtFSfPPsVaqpR0Wze
Jq5rXXAsgEGTpGU/QiAwRtkZZ3bj30mELftAFdZK4yob+qVSkyu9dIH5
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIUIsOZqPVlwZFHWtC793Tv7/htGSQwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMzEzNTYzMloYDzIxMjYxMDMw
MTM1NjMyWjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARY7df9/Hxi5XOEtFSfPPsVaqpR0WzeJq5rXXAsgEGTpGU/QiAwRtkZ
Z3bj30mELftAFdZK4yob+qVSkyu9dIH5o2QwYjAdBgNVHQ4EFgQUcgLakomTSBp8
ecEDiWWGialQeqEwHwYDVR0jBBgwFoAUcgLakomTSBp8ecEDiWWGialQeqEwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IQDc/dhDOhRzPnqWB9lBKAU/qTOUy1RGT4P3mKYUqj/XdwIgQU7smQxb1eVEsMXM
1rdotg+k7FBlPvNAeQ/Nb7P5ors=
-----END CERTIFICATE-----`,
};
