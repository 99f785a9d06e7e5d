package diagnose

import (
	"appreg/internal/cause"
)

// Words of the languages in which Entra's sign-in pages speak, one line a group of languages: German, Dutch and the
// Scandinavian ones; French, Spanish, Italian, Portuguese; Polish, Czech, Russian; Hungarian, Turkish; Japanese, Korean,
// Chinese. English has its own tables.
const (
	inAccount = "~konto~|~benutzer~|account~|~gebruiker~|~användare~|~bruger~|~bruker~|" +
		"compte~|utilisateur~|cuenta~|usuario~|utente~|conta|contas|utilizador~|usuário~|" +
		"użytkownik~|účet~|účt~|uživatel~|учетн~|учётн~|пользовател~|" +
		"fiók~|felhasználó~|hesap~|hesab~|kullanıcı~|" +
		"アカウント|ユーザー|계정|사용자|帐户|账户|帐号|账号|用户|帳戶|使用者"
	inMissing = "existiert * nicht|existiert nicht|nicht * gefunden|nicht gefunden|nicht vorhanden|bestaat niet|bestaat * niet|niet gevonden|finns inte|hittades inte|hittas inte|findes ikke|ikke fundet|ble ikke funnet|finnes ikke|" +
		"nexiste pas|introuvable~|na pas été trouvé~|na pas pu être trouvé~|no existe~|no se encontró|no se ha encontrado|no se encuentra|no se pudo encontrar|no encontramos|no hemos encontrado|no se encontraron|non esiste|non trovat~|non è stat~ * trovat~|impossibile trovare|não existe|não foi encontrad~|não foi possível encontrar|não encontrad~|" +
		"nie istnieje|nie znaleziono|nie można znaleźć|nie został~ * znalezion~|neexistuje|nebyl~ * nalezen~|nenašel|nenašla|nenašlo|не существует|не найден~|не удалось найти|" +
		"nem létezik|nem található~|mevcut değil|bulunamadı|bulunamıyor|" +
		"存在しません|存在せず|存在しない|見つかりません|見つからない|存在하지|존재하지 않|찾을 수 없|不存在|找不到|未找到"
	inDirectory = "azure active directory|azure ad|entra id|~mandant~|~verzeichnis~|tenant~|directory|~klientorganisation~|katalog~|lejer~|leier~|" +
		"locataire~|annuaire~|répertoire~|inquilino~|directorio~|locatário~|diretório~|" +
		"dzierżaw~|adresář~|клиент~|каталог~|арендатор~|" +
		"bérlő~|címtár~|kiracı~|dizin~|" +
		"テナント|ディレクトリ|테넌트|디렉터리|디렉토리|租户|租戶|目录|目錄"
	inApp = "~anwendung~|app|~toepassing~|program~|~applikation~|" +
		"application~|aplicación~|applicazion~|aplicação|aplicações|aplicativo~|" +
		"aplikacj~|aplikac~|приложени~|" +
		"alkalmazás~|uygulama~|" +
		"アプリケーション|アプリ|애플리케이션|응용 프로그램|앱|应用程序|应用|應用程式"
	inProvider = "identitätsanbieter~|id-provider~|identitetsprovider~|identitetsudbyder~|" +
		"fournisseur didentité~|proveedor de identidad~|provider di identità|provedor de identidade|fornecedor de identidade|" +
		"dostawc~ * tożsamości|zprostředkovatel~ * identit~|поставщик~ * удостоверений|" +
		"identitásszolgáltató~|kimlik sağlayıcı~|" +
		"id プロバイダー|id 공급자|标识提供者|身份提供商|身份提供程序|身分識別提供者"
	inPassword = "~kennwort~|~passwort~|~wachtwoord~|~lösenord~|~adgangskode~|~passord~|" +
		"mot de passe|contraseña~|password|senha~|palavra-passe|" +
		"hasł~|hesl~|парол~|" +
		"jelsz~|parola~|şifre~|" +
		"パスワード|암호|비밀번호|密码|密碼"
	inWrong = "falsch~|ungültig~|nicht korrekt|nicht richtig|stimmt nicht|onjuist~|ongeldig~|felaktig~|ogiltig~|forkert~|ugyldig~|feil|" +
		"incorrect~|incorret~|invalide~|no es correct~|no son correct~|no válid~|no es válid~|no son válid~|inválid~|errat~|non corrett~|non valid~|" +
		"nieprawidłow~|niepoprawn~|nesprávn~|neplatn~|неверн~|неправильн~|недопустим~|недействительн~|" +
		"helytelen~|érvénytelen~|hibás~|yanlış~|geçersiz~|hatalı|" +
		"正しくありません|正しくない|間違って|無効です|無効な|無効で|잘못|올바르지 않|不正确|错误|无效|不正確|無效"
	inExpired = "abgelaufen~|verlopen|gått ut|upphört|udløbet|utløpt|" +
		"expiré~|caducad~|expirad~|vencid~|scadut~|expirou|" +
		"wygasł~|upłynął|vypršel~|vypršela|истек~|истёк~|" +
		"lejárt|süresi dol~|süresi geç~|" +
		"期限が切れ|期限切れ|有効期限が|만료|过期|過期|到期"
	inConsent = "~zustimmung~|~einwilligung~|zugestimmt|~toestemming~|~samtyck~|medgiv~|~samtykke~|" +
		"consentement~|consenti|consentimiento~|consentid~|consenso|acconsentit~|consentimento~|consentiu|consentiram|" +
		"zgod~|zgód|souhlas~|соглас~|" +
		"hozzájárul~|beleegyez~|rıza~|" +
		"同意|동의"
	inAdmin = "administrator~|beheerder~|administratör~|" +
		"administrateur~|administrador~|amministrator~|" +
		"správc~|správce|администратор~|" +
		"rendszergazd~|yönetici~|" +
		"管理者|관리자|管理员|管理員"
	inApproval = "~genehmig~|~goedkeuring~|~godkännand~|~godkend~|~godkjenn~|" +
		"approbation~|approuv~|aprobación|aprob~|approvazion~|approv~|aprovação|aprov~|" +
		"zatwierdz~|akceptacj~|schválen~|schvál~|утвержд~|одобр~|" +
		"jóváhagy~|onay~|" +
		"承認|승인|批准|审批|核准"
	inPermission = "~berechtigung~|~machtiging~|~behörighet~|~tilladelse~|~tillatelse~|" +
		"autorisation~|permiso~|autorizzazion~|permessi|permissão|permissões|" +
		"uprawnie~|oprávnění|разрешени~|" +
		"engedély~|izin~|izni|" +
		"アクセス許可|権限|사용 권한|권한|权限|權限"
	inMultifactor = "mehrstufige~ * authentifizierung|mehrstufigen authentifizierung|mehrfaktor~|multifaktor~|multi-faktor~|meervoudige verificatie|meerledige verificatie|flerfaktor~|" +
		"multifacteur~|plusieurs facteurs|multifactor~|varios factores|più fattori|multifattore|multifator~|vários fatores|" +
		"wieloskładnikow~|vícefaktorov~|vícestupňov~|многофакторн~|" +
		"többtényezős|çok faktörlü|çok öğeli|" +
		"多要素認証|다단계 인증|다중 인증|多重身份验证|多因素|多重要素驗證"
	inConditional = "bedingter zugriff|bedingten zugriff~|bedingte zugriff~|voorwaardelijke toegang|villkorlig~ * åtkomst|betinget adgang|betinget tilgang|" +
		"accès conditionnel|acceso condicional|accesso condizionale|acesso condicional|" +
		"dostęp~ * warunkow~|podmíněn~ * přístup~|условн~ * доступ~|" +
		"feltételes hozzáférés~|koşullu erişim|" +
		"条件付きアクセス|조건부 액세스|条件访问|條件式存取"
	inLocked = "gesperrt|vergrendeld|låst|" +
		"verrouillé~|bloquead~|bloccat~|" +
		"zablokowan~|uzamč~|uzamčen~|заблокирован~|" +
		"zárolt~|zárolva|kilitlen~|kilitli|" +
		"ロックされ|잠겼|잠긴|잠겨|锁定|鎖定"
	inDisabled = "deaktiviert|uitgeschakeld|inaktiverat~|inaktiverad~|deaktiveret|deaktivert|" +
		"désactivé~|deshabilitad~|inhabilitad~|disabilitat~|disattivat~|desabilitad~|desativad~|" +
		"wyłączon~|zakázán~|отключен~|отключён~|" +
		"letiltva|letiltott~|devre dışı~|" +
		"無効になって|無効にされ|비활성|사용할 수 없도록|사용하지 않도록|禁用|停用"
	inOrganization = "~organisation~|organisatie~|organización~|organizzazione|organização|organizacj~|organizac~|организац~|szervezet~|kuruluş~|組織|组织|조직"
	inDevice       = "~gerät~|apparaat~|~enhet~|~enhed~|appareil~|dispositivo~|urządzen~|zařízení|устройств~|eszköz~|cihaz~|デバイス|디바이스|장치|设备|裝置"
	inManaged      = "kompatib~|konform~|verwaltet|beheerd|hanterad~|administrer~|conform~|compatib~|géré~|administrad~|gestit~|gerenciad~|gerid~|zgodn~|zarządzan~|spravovan~|соответств~|управляем~|megfelel~|uyumlu|yönetil~|準拠|管理対象|규정 준수|관리|合规|受管理|符合規範"
	inRole         = "~rolle~|rôle~|rol|ruolo|função|papel|rola|roli|role|roly|роль|роли|ロール|역할|角色"
	inAssigned     = "zugewiesen|zugeordnet|toegewezen|tilldelad~|tildelt|affecté~|attribué~|asignad~|assegnat~|atribuíd~|przypisan~|přiřazen~|назначен~|hozzárendel~|atan~|割り当て|할당|分配|指派"
	inResource     = "~ressourcenprinzipal~|resource-principal~|principal de ressource|principal de ressources|entidad de seguridad de recurso~|entità risorsa|entità di sicurezza della risorsa|entidade de recurso~|リソース プリンシパル|리소스 주체|资源主体|資源主體"
	inEnvironment  = "~umgebung~|omgeving~|miljö~|miljø~|environnement~|entorno~|ambiente~|środowisk~|prostředí|сред~|környezet~|ortam~|環境|环境|환경"
	inKeyset       = "schlüsselsatz * nicht|jeu de clés nexiste pas|conjunto de claves no existe|set di chiavi inesistente|set di chiavi non esiste|conjunto de chaves não existe|sleutelset bestaat niet|zestaw kluczy nie istnieje|набор ключей не существует|sada klíčů neexistuje|キー セットがありません|キー セットが存在しません|密钥集不存在|金鑰組不存在|키 집합이|" +
		"netzwerkkennwort|mot de passe réseau|contraseña de red|password di rete|senha de rede|netwerkwachtwoord|hasło sieciowe|hasło sieci|сетевой пароль|síťové heslo|ネットワーク パスワード|网络密码|網路密碼|네트워크 암호"
	inSecret = "~geheim~|clientgeheimnis~|clientgeheim~|klienthemlighet~|klienthemmelighed~|" +
		"clé secrète|secret client|secreto~|segreto~|segredo~|" +
		"wpis tajny|wpisu tajnego|klucz tajny|klucza tajnego|tajný|tajného|секрет~|" +
		"ügyféltitk~|titkos ügyfélkulcs~|istemci gizli~|gizli anahtar~|istemci parolası|" +
		"シークレット|클라이언트 비밀|클라이언트 암호|客户端密码|客户端机密|客户端密钥|用戶端密碼|用戶端祕密|用戶端密鑰"
	inRedirect = "umleitungs-uri~|antwort-url~|omleidings-uri~|antwoord-url~|omdirigerings-uri~|svars-url~|omdirigerings-url~|" +
		"uri de redirection|url de réponse|uri de redirección|url de respuesta|uri di reindirizzamento|url di risposta|uri de redirecionamento|url de resposta|" +
		"uri przekierowania|url odpowiedzi|uri přesměrování|url odpovědi|uri перенаправления|url-адрес ответа|url-адрес~ * ответа|" +
		"átirányítási uri~|válasz url~|yeniden yönlendirme uri~|yanıt url~|" +
		"リダイレクトuri|応答url|리디렉션uri|회신url|重定向uri|回复url|重新導向uri|回覆url"
)

// Entra's own sentences in those languages, where no number came with them. The words are of one language each, so that
// those of several concepts stand together only in a sentence about them.
var localizedRules = []rule{
	{text: []string{inKeyset}, cause: cause.CertUnreadable, others: causes{cause.CertKeyMismatch}, sure: certain},
	{text: []string{inProvider, inAccount, inMissing}, cause: cause.GuestOrMSAAccount, others: causes{cause.UserNotFound, cause.AuthorityWrongTenant}},
	{text: []string{inMultifactor}, cause: cause.MFARequired, others: causes{cause.MFAEnrollmentRequired, cause.ConditionalAccess}},
	{text: []string{inConditional}, cause: cause.ConditionalAccess, others: causes{cause.DeviceNotCompliant, cause.MFARequired}},
	{text: []string{inSecret, inExpired}, cause: cause.SecretExpired, others: causes{cause.SecretWrong}},
	{text: []string{inPassword, inExpired}, cause: cause.PasswordExpired, others: causes{cause.WrongPassword}},
	{text: []string{inSecret, inWrong}, cause: cause.SecretWrong, others: causes{cause.SecretIsIDNotValue, cause.SecretExpired, cause.SecretEncoding}},
	{text: []string{inPassword, inWrong}, cause: cause.WrongPassword, others: causes{cause.FederatedUser, cause.PasswordEncoding, cause.UserNotFound}},
	{text: []string{inRedirect}, cause: cause.RedirectURIMismatch, others: causes{cause.RedirectURIMissing, cause.RedirectPlatformWrong}},
	{text: []string{inAccount, inLocked}, cause: cause.AccountLocked, others: causes{cause.IPBlocked, cause.UserDisabled}},
	{text: []string{inResource, inMissing}, cause: cause.ResourceURIWrong, others: causes{cause.ResourceSPMissing, cause.AuthorityWrongTenant}},
	{text: []string{inAccount, inRole, inAssigned}, cause: cause.UserNotAssigned, others: causes{cause.AppRoleNotAssigned}},
	{text: []string{inDevice, inManaged}, cause: cause.DeviceNotCompliant, others: causes{cause.ConditionalAccess}},
	{text: []string{inApp, inMissing, inDirectory}, flows: appFlows, cause: cause.AppNotInTenant, others: causes{cause.AuthorityWrongTenant, cause.ClientIDMalformed}},
	{text: []string{inAccount, inMissing, inDirectory}, cause: cause.UserNotFound, others: causes{cause.GuestOrMSAAccount, cause.AuthorityWrongTenant, cause.AppNotInTenant}},
	{text: []string{inApp, inMissing, inDirectory}, cause: cause.AppNotInTenant, others: causes{cause.AuthorityWrongTenant, cause.ClientIDMalformed}},
	{text: []string{inOrganization, inDisabled, "dynamics|dataverse|crm|power"}, cause: cause.APIEnvDisabled, others: causes{cause.APIEnvIDWrong}},
	{text: []string{inEnvironment, inDisabled}, api: named, cause: cause.APIEnvDisabled, others: causes{cause.APIEnvIDWrong}},
	{text: []string{inEnvironment, inMissing}, api: named, cause: cause.APIEnvIDWrong, others: causes{cause.AuthorityWrongTenant}},
	{text: []string{inApp, inDisabled}, cause: cause.AppDisabled, others: causes{cause.AppDisabledByMicrosoft, cause.UserDisabled}},
	{text: []string{inAccount, inDisabled}, cause: cause.UserDisabled, others: causes{cause.AccountLocked}},
	{text: []string{inDirectory, inMissing}, cause: cause.TenantNotFound, others: causes{cause.TenantMalformed, cause.UserNotFound, cause.AppNotInTenant}},
	{text: []string{inAdmin, inApproval}, cause: cause.AdminConsentRequired, others: causes{cause.ConsentMissing}},
	{text: []string{inAdmin, inConsent}, cause: cause.ConsentMissing, others: causes{cause.AdminConsentRequired, cause.AuthorityWrongTenant}},
	{text: []string{inConsent}, cause: cause.ConsentMissing, others: causes{cause.AdminConsentRequired}},
	{text: []string{inAdmin, inPermission}, cause: cause.AdminConsentRequired, others: causes{cause.ConsentMissing, cause.APIRoleMissing}, sure: guess},
	// Microsoft Graph's and Business Central's commonest sentences.
	{text: []string{"folgenden berechtigungen|autorisations suivantes|siguientes permisos|seguenti autorizzazioni|permissões a seguir|seguintes permissões|volgende machtigingen|następujących uprawnień|następujące uprawnienia|следующих разрешений|følgende tilladelser|følgende rettigheder|följande behörigheter|následující oprávnění|次のアクセス許可|以下权限|다음 권한"}, cause: cause.APIBCPermissionSetMissing, others: causes{cause.APIRoleMissing}},
	{text: []string{"nicht genügend berechtigungen|unzureichende berechtigungen|privilèges insuffisants|privilegios insuficientes|privilegi insufficienti|privilégios insuficientes|onvoldoende bevoegdheden|onvoldoende rechten|niewystarczające uprawnienia|niewystarczające uprawnień|недостаточно прав|недостаточно привилегий|nedostatečná oprávnění|otillräcklig~ * behörighet~|utilstrækkelige rettigheder|特権が不足|権限が不足|权限不足|特权不足|權限不足|권한이 부족|yetersiz ayrıcalık~"}, api: unnamed, cause: cause.GraphRightMissing, others: causes{cause.APIRoleMissing, cause.AdminConsentRequired}},
}
